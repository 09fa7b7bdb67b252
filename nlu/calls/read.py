"""From a pasted call record to its needs, its caller and the spans of all that was taken."""

from collections.abc import Callable
from functools import cache

import msgspec

from nlu.calls.attributes import read_need
from nlu.calls.contact import Contact, find_contact
from nlu.calls.earlier import OURS, said_number
from nlu.calls.encoder import Encoder, Senses
from nlu.calls.features import features
from nlu.calls.fields import Means, case_of, named_in
from nlu.calls.intent import intent_row
from nlu.calls.labeller import Labellers, load
from nlu.calls.record import CallCase, CallRecord, Spans
from nlu.calls.segment import sayable, segment
from nlu.calls.view import View, lay, look_at
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model
from nlu.understanding import Entity

_SPOKEN = frozenset({"dialogue", "run_on", "voice"})
"""In these the number of an earlier case is the caller's own words; in others it may be any office's."""
_STATED = frozenset({"submit_need", "ask_faq", "out_of_scope"})


@cache
def shipped() -> Labellers:
    """The models of the parser as shipped."""
    return load()


@cache
def encoder() -> Encoder:
    """The encoder as shipped; what is loaded with the first call stays."""
    return Encoder()


def read_record(
    text: str, model: Model, gazetteer: Gazetteer, labellers: Labellers | None = None
) -> CallRecord:
    """Read one record of any length; never raises. What lies beyond 4,000 characters is not read.

    ``model`` and ``gazetteer`` as for messages (``Local.parts``); ``labellers`` default to the shipped ones.
    """
    laid = lay(text)
    senses = encoder().begin(laid.words.text, laid.clauses)
    view = look_at(laid, model, gazetteer)
    return read_view(view, model, gazetteer, labellers or shipped(), senses.result)


def read_view(
    view: View,
    model: Model,
    gazetteer: Gazetteer,
    labellers: Labellers,
    sensed: Callable[[], Senses],
) -> CallRecord:
    """Read a record that was looked at already; ``sensed`` gives what the encoder says, once that is needed."""
    taken = [(entity.start, entity.end) for entity in (*view.places.entities, *view.venues)]
    contact = find_contact(view.text, view.layout, view.phones, labellers, taken)
    earlier = said_number(view.text, view.layout, view.cases)
    known = features(view)
    named = named_in(view, gazetteer)
    senses = sensed()  # asked for last: until here the encoder reads beside
    needs = segment(view, known, labellers, senses)
    record = CallRecord(
        "submit_need",
        contact_name=_said(view, contact.name_span),
        contact_phone=contact.phone,
        anonymous=contact.anonymous,
        spans=_contact_spans(view, contact),
    )
    if labellers["intent"].rank(intent_row(view, needs))[0][0] == "check_status":
        return _about_earlier(view, record, earlier)
    hidden = [(entity.start, entity.end) for entity in view.phones.entities]
    hidden += [contact.name_span] if contact.name_span else []
    means = Means(labellers, named, hidden, senses)
    cases: list[CallCase] = []
    for number, clauses in enumerate(needs or _everything(view)):
        reading = read_need(view, clauses, model)
        cases.append(case_of(view, reading, number, means, cases[-1] if cases else None))
    if view.layout.style in _SPOKEN and earlier and (earlier.normal or "").startswith(OURS):
        record = _with_number(view, record, earlier)
    return msgspec.structs.replace(record, cases=tuple(cases))


def _about_earlier(view: View, record: CallRecord, number: Entity | None) -> CallRecord:
    return _with_number(view, msgspec.structs.replace(record, intent="check_status"), number)


def _with_number(view: View, record: CallRecord, number: Entity | None) -> CallRecord:
    if number is None:
        return record
    spans = {**record.spans, "case_no": view.words.span(number.start, number.end)}
    return msgspec.structs.replace(record, case_no=number.normal, spans=spans)


def _everything(view: View) -> list[list[int]]:
    """All that may speak of a need as one: what nothing understands is still to be registered."""
    telling = [index for index, told in enumerate(sayable(view)) if told]
    stated = [index for index in telling if (said := view.said[index]) and said.intents[0][0] in _STATED]
    return [stated or telling] if telling else []


def _said(view: View, span: tuple[int, int] | None) -> str | None:
    return view.words.original[slice(*view.words.span(*span))] if span else None


def _contact_spans(view: View, contact: Contact) -> Spans:
    found = {"contact_name": contact.name_span, "contact_phone": contact.phone_span}
    return {name: view.words.span(*span) for name, span in found.items() if span}
