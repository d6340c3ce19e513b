"""Points under the official schemes, ranks through the editions, and what-if."""

from fastapi import Request
from starlette.responses import Response

from hatangso.language import Language
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.score_view import (
    asked_of,
    criterion_rows,
    part_rows,
    rank_effect,
    rank_rows,
)
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.ranks import shipped_ranks
from hatangso.workflows.scores import scheme_codes, score_of

router = PageRouter()
SHORT_NAMES = {
    "dii-2023": "DII 2023",
    "dti-2022": "DTI 2022",
    "dti-2025": "DTI 2025",
    "service-quality-2022": "766",
}


@router.page("/chi-tieu/diem-so/{scheme}", Permission.READ_PUBLIC)
def score(request: Request, scheme: str) -> Response:
    """Show the points under a scheme, and what the changes in the address add."""
    language = visitor_of(request).language
    snapshot = state_of(request).snapshots.current()
    catalogue = snapshot.part("catalogue", shipped_catalogue)
    asked = asked_of(request.query_params.multi_items(), language)
    province = snapshot.inputs.province
    found = score_of(
        province,
        scheme,
        catalogue,
        points=asked.points,
        published=asked.published,
        changes=asked.changes,
    )
    ranks, _ = shipped_ranks()
    titles = {
        one.id: (one.title_vi if language is Language.VI else one.title_en) or one.id
        for one in province.documents
    }
    return render(
        request,
        "score.html",
        found=found,
        scheme=found.score.scheme,
        schemes={code: SHORT_NAMES.get(code, code) for code in scheme_codes()},
        asked=asked,
        parts=part_rows(found, language),
        criteria=criterion_rows(found, catalogue, language),
        ranks=rank_rows(found.ranks, titles, language),
        merged=found.ranks.merged,
        effect=rank_effect(found, ranks, language),
        patterns=patterns,
        bar=bar,
    )
