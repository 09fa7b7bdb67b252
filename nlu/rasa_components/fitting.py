"""Fitting one linear head and making its scores read as log-probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import expit, log_softmax
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_class_weight

from nlu.model.linear import Head, Heads, storable

FOLDS = 5
SEED = 7
NONE = "none"
EVERYONE = "everyone"  # says no more than an empty list


def fit_exclusive(
    name: str, rows: csr_matrix, labels: list[str], config: dict[str, Any], finer: Sequence[str] = ()
) -> Heads:
    """One label a line: a linear SVM, its margins scaled so that their softmax is calibrated.

    ``rows`` has shape (lines, V); ``finer`` labels begin with the label and ``/``, or equal it.
    ``config``: see ``_fit``.
    """
    classes = sorted(set(labels))
    wanted = np.array([classes.index(label) for label in labels])
    subs = sorted(set(finer), key=lambda sub: (sub.split("/")[0], sub))
    starts = tuple(
        next(i for i, sub in enumerate(subs) if sub.split("/")[0] == one) for one in classes if subs
    )
    head = Head(name, tuple(classes), True, starts, len(subs))
    targets = [(classes, labels), (subs, finer)] if subs else [(classes, labels)]
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, finer or labels))
    margins = np.hstack([_unseen_margins(rows, names, given, config, folds) for names, given in targets])
    if subs:
        own, best = np.split(margins, [len(classes)], axis=1)
        margins = own + np.maximum.reduceat(best, starts, axis=1)

    def loss(scale: float) -> float:
        return -float(log_softmax(scale * margins, axis=1)[np.arange(len(wanted)), wanted].mean())

    scale = minimize_scalar(loss, bounds=(0.5, 20), method="bounded").x
    fitted = [_fit(rows, names, given, config) for names, given in targets]
    weights = np.hstack([machine.coef_.T for machine in fitted])
    bias = np.hstack([machine.intercept_ for machine in fitted])
    return Heads((head,), storable(scale * weights), (scale * bias).astype(np.float32))


def _fit(rows: csr_matrix, names: list[str], given: Sequence[str], config: dict[str, Any]) -> LinearSVC:
    """A machine with one column a name. ``config``: ``C``; ``balance``, the power of inverse class
    frequency used as class weight (0 none, 1 full); ``none_weight``, the weight of the class "none"."""
    wanted = np.array([names.index(label) for label in given])
    even = compute_class_weight("balanced", classes=np.arange(len(names)), y=wanted) ** config["balance"]
    weights = {i: config["none_weight"] if name == NONE else even[i] for i, name in enumerate(names)}
    return LinearSVC(C=config["C"], class_weight=weights, random_state=SEED).fit(rows, wanted)


def _unseen_margins(
    rows: csr_matrix, names: list[str], given: Sequence[str], config: dict[str, Any], folds: list[Any]
) -> np.ndarray:
    """Margins of lines by machines that have not seen them, shape (lines, names)."""
    margins = np.zeros((rows.shape[0], len(names)))
    for seen, unseen in folds:
        machine = _fit(rows[seen], names, [given[i] for i in seen], config)
        margins[unseen] = machine.decision_function(rows[unseen])
    return margins


def fit_several(name: str, rows: csr_matrix, labels: list[tuple[str, ...]], config: dict[str, Any]) -> Heads:
    """Any number of labels a line: one SVM a class, margins scaled so that their sigmoids are calibrated."""
    classes = sorted({label for some in labels for label in some} - {EVERYONE})
    wanted = np.array([[one in some for one in classes] for some in labels], int)
    machine = OneVsRestClassifier(LinearSVC(C=config["C"], random_state=SEED))
    folds = KFold(FOLDS, shuffle=True, random_state=SEED)
    margins = cross_val_predict(machine, rows, wanted, cv=folds, method="decision_function")

    def loss(scale: float) -> float:
        chances = np.clip(expit(scale * margins), 1e-9, 1 - 1e-9)
        return -float((wanted * np.log(chances) + (1 - wanted) * np.log(1 - chances)).mean())

    scale = minimize_scalar(loss, bounds=(0.5, 20), method="bounded").x
    machine.fit(rows, wanted)
    weights = np.vstack([one.coef_ for one in machine.estimators_]).T
    bias = np.hstack([one.intercept_ for one in machine.estimators_])
    return Heads(
        (Head(name, tuple(classes), False),), storable(scale * weights), (scale * bias).astype(np.float32)
    )
