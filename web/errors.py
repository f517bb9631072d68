"""Everything that goes wrong, as a page for people and as JSON for programs."""

from typing import Any, cast

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from transcribe.problem import PassingProblem, Problem

# What a Problem means in HTTP; every other one is wrong input.
STATUS = {
    "not_found": 404,
    "forbidden": 403,
    "conflict": 409,
    "duplicate": 409,
    "duplicate_call": 409,
}


def install(app: APIFlask) -> None:
    app.error_processor(_http)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _csrf)


def _http(error: HTTPError) -> Any:
    headers = cast(dict[str, str], error.headers)
    return _answer(error.status_code, error.message or "", error.detail, headers)


def _problem(problem: Problem) -> ResponseReturnValue:
    passing = isinstance(problem, PassingProblem)
    status = 503 if passing else STATUS.get(problem.code, 422)
    return _answer(status, str(problem), {"code": problem.code}, {})


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, "CSRF", None, {})


def _answer(status: int, message: str, detail: Any, headers: dict[str, str]) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        body = {"message": message} | ({"detail": detail} if detail else {})
        return jsonify(body), status, headers
    return render_template("error.html", status=status, text=_text(status)), status, headers


def _text(status: int) -> str:
    """What a person should do next; the technical message stays in the API's answer."""
    texts: dict[int, str] = {
        400: _("页面停留太久或请求不完整，请返回后刷新重试。"),
        403: _("您的角色无权进行此操作。"),
        404: _("没有这个页面，或者您无权查看。"),
        409: _("其他人刚刚处理过，请刷新后再看。"),
        422: _("提交的内容有误，请检查后重试。"),
        503: _("存储或磁盘暂时不可用，请稍后重试；没有保存任何东西。"),
        429: _("尝试次数过多，请过一分钟再试。"),
    }
    return texts.get(status) or str(_("出现了意外错误，已记入日志；请稍后重试。"))
