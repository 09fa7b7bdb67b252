"""Turns pydantic's findings into plain Chinese: what stands there and what belongs there."""

import re
import typing

from pydantic import BaseModel
from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]

_EXPECTED = {
    "missing": "缺这一项，请补上",
    "string_type": "应写文字；号码、数字请加引号",
    "bool_type": "应写 true 或 false",
    "bool_parsing": "应写 true 或 false",
    "int_type": "应写整数",
    "int_parsing": "应写整数",
    "int_from_float": "应写整数",
    "float_type": "应写数字",
    "float_parsing": "应写数字",
    "tuple_type": "应写列表，每项一行，前面加“- ”",
    "dict_type": "应写若干行“名称: 内容”",
    "model_type": "应写若干行“名称: 内容”",
    "model_attributes_type": "应写若干行“名称: 内容”",
}
_MODELS = {
    "Figure": "应写数字，像 {value: 5, default: true}；有文件规定的写 {value: 5, source: 文件名}",
}
"""What belongs where a block of its own is expected, by the name of the block."""


def field_path(location: Location) -> str:
    """Write a location for people: ``("units", 2, "name")`` is ``units 第 3 项 name``."""
    return " ".join(f"第 {step + 1} 项" if isinstance(step, int) else step for step in location)


def expectation(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what was expected at an error of ``model``; unknown kinds keep pydantic's own words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"没有这一项；这里可以写 {_known_fields(model, error['loc'][:-1])}"
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"只能写 {'、'.join(allowed)}"
    if kind in {"greater_than_equal", "greater_than"}:
        return f"应写不小于 {context.get('ge', context.get('gt'))} 的数"
    if kind in {"less_than_equal", "less_than"}:
        return f"应写不大于 {context.get('le', context.get('lt'))} 的数"
    if kind == "value_error":
        return str(context["error"])
    return _MODELS.get(str(context.get("class_name")), _EXPECTED.get(kind, error["msg"]))


def _known_fields(model: type[BaseModel], location: Location) -> str:
    for step in location:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner_model(model.model_fields[step].annotation) or model
    return "、".join(model.model_fields)


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner_model, typing.get_args(annotation))), None)
