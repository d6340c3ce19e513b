"""The digital-transformation programme of a province: tasks, money, milestones."""

from datetime import date, timedelta

from hatangso.packs.digital_records.ground import DigitalGround, Table, catalogues

__all__ = ["programme_tables"]

_TASK_COLUMNS = (
    *("id", "name", "lead", "cooperating", "starts_on", "deadline", "budget_vnd"),
    *("disbursed_vnd", "funding_source", "result", "done_percent", "state", "risk"),
)
_FUNDING_COLUMNS = (
    *("task_id", "funding_source", "year", "planned_vnd", "disbursed_vnd"),
)
_MILESTONE_COLUMNS = ("task_id", "name", "due_on", "done_on")
_MILLION = 1_000_000
_STALLED = "Chậm do thủ tục lựa chọn nhà thầu; đã đề nghị điều chỉnh kế hoạch"


def programme_tables(ground: DigitalGround) -> dict[str, Table]:
    """Return tasks, what funds them, and their milestones, by layer.

    Some milestones are late on the day of the data, and more after it.
    """
    known = catalogues()["tasks"]
    names = {row[0]: row[1] for row in catalogues()["departments"]["rows"]}
    tasks: list[tuple[object, ...]] = []
    funding: list[tuple[object, ...]] = []
    milestones: list[tuple[object, ...]] = []
    scale = ground.people / 360_000
    for row in known["rows"]:
        code, name, lead, helper, source, begins, ends, million, done, state, end = row
        task = f"{ground.prefix}-{code}"
        first, last = _month(ground, begins)[0], _month(ground, ends)[1]
        budget = round(million * scale / 50) * 50 * _MILLION
        is_stalled = state == "under_way" and last <= ground.day
        paid = round(budget * min(1.0, done / 100 * 0.95) / _MILLION) * _MILLION
        tasks.append(
            (
                *(task, name, names[lead], names[helper], first, last, budget, paid),
                *(source, end, done, state, _STALLED if is_stalled else None),
            )
        )
        funding += _funding(ground, task, source, (first, last), (budget, paid))
        for at, (words, share) in enumerate(known["milestones"], 1):
            due = first + (last - first) * share
            is_done = done >= 100 * at / len(known["milestones"])
            was = due + timedelta(days=(at * 17 + budget // _MILLION) % 41 - 20)
            milestones.append(
                (task, words, due, min(was, ground.day) if is_done else None)
            )
    return {
        "tasks": Table(_TASK_COLUMNS, tuple(tasks)),
        "task_funding": Table(_FUNDING_COLUMNS, tuple(funding)),
        "milestones": Table(_MILESTONE_COLUMNS, tuple(milestones)),
    }


def _funding(
    ground: DigitalGround,
    task: str,
    source: str,
    days: tuple[date, date],
    money: tuple[int, int],
) -> list[tuple[object, ...]]:
    """Divide what a task may cost over its years; later years have paid nothing."""
    budget, paid = money
    years = list(range(days[0].year, days[1].year + 1))
    begun = [year for year in years if year <= ground.day.year]
    rows: list[tuple[object, ...]] = []
    for year in years:
        planned = budget // len(years) // _MILLION * _MILLION
        if year == years[-1]:
            planned = budget - planned * (len(years) - 1)
        spent = paid // len(begun) // _MILLION * _MILLION if year in begun else 0
        if begun and year == begun[-1]:
            spent = paid - spent * (len(begun) - 1)
        rows.append((task, source, year, planned, spent))
    return rows


def _month(ground: DigitalGround, number: int) -> tuple[date, date]:
    """Return the ends of a month, counted from January of the year before the data."""
    year, month = divmod(number - 1, 12)
    first = date(ground.day.year - 1 + year, month + 1, 1)
    after = first.replace(day=28) + timedelta(days=4)
    return first, after.replace(day=1) - timedelta(days=1)
