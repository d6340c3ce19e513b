"""What is said of the kinds of documents where one is chosen."""

from hatangso.language import Language
from hatangso.language.sentences import translate
from hatangso.workflows.documents.document_kinds import document_kinds


def test_every_help_is_a_whole_sentence_in_both_languages() -> None:
    kinds = document_kinds().values()
    helps = [kind.help for kind in kinds]
    helps += [one.help for kind in kinds for one in kind.parameters]
    for language in Language:
        told = [translate(one, language) for one in helps if str(one)]
        assert [one for one in told if not one.endswith(".")] == []
