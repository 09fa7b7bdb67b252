"""From a pasted call record to its needs, its caller and the spans of all that was taken."""

from functools import cache

from nlu.calls.attributes import read_need
from nlu.calls.contact import Contact, find_contact
from nlu.calls.fields import case_of
from nlu.calls.intent import intent_row, said_number
from nlu.calls.labeller import Labellers, load
from nlu.calls.record import CallCase, CallRecord, Spans
from nlu.calls.segment import segment
from nlu.calls.view import View, look
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model


@cache
def shipped() -> Labellers:
    """The models of the parser as shipped."""
    return load()


def read_record(
    text: str, model: Model, gazetteer: Gazetteer, labellers: Labellers | None = None
) -> CallRecord:
    """Read one record of any length; never raises. What lies beyond 4,000 characters is not read.

    ``model`` and ``gazetteer`` as for messages (``Local.parts``); ``labellers`` default to the shipped ones.
    """
    view = look(text, model, gazetteer)
    return read_view(view, model, gazetteer, labellers or shipped())


def read_view(view: View, model: Model, gazetteer: Gazetteer, labellers: Labellers) -> CallRecord:
    """Read a record that was looked at already."""
    contact = find_contact(view.text, view.layout, view.phones)
    segments = segment(view, labellers)
    spans = _contact_spans(view, contact)
    common = {
        "contact_name": _said(view, contact.name_span),
        "contact_phone": contact.phone,
        "anonymous": contact.anonymous,
    }
    if labellers["intent"].rank(intent_row(view, segments))[0][0] == "check_status":
        number = said_number(view)
        if number:
            spans["case_no"] = view.words.span(number.start, number.end)
        return CallRecord("check_status", case_no=number.normal if number else None, spans=spans, **common)
    hidden = [(entity.start, entity.end) for entity in view.phones.entities]
    hidden += [contact.name_span] if contact.name_span else []
    cases: list[CallCase] = []
    for number, clauses in enumerate(segments.needs):
        reading = read_need(view, clauses, model)
        earlier = cases[-1] if cases else None
        cases.append(case_of(view, reading, number, labellers, gazetteer, hidden, earlier))
    return CallRecord("submit_need", cases=tuple(cases), spans=spans, **common)


def _said(view: View, span: tuple[int, int] | None) -> str | None:
    return view.words.original[slice(*view.words.span(*span))] if span else None


def _contact_spans(view: View, contact: Contact) -> Spans:
    found = {"contact_name": contact.name_span, "contact_phone": contact.phone_span}
    return {name: view.words.span(*span) for name, span in found.items() if span}
