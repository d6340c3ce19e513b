"""What the faults of address codes are called."""

from collections.abc import Mapping

from hatangso.errors import Message
from hatangso.workflows.addresses import CodeFault

__all__ = ["FAULT_WORDS"]

FAULT_WORDS: Mapping[CodeFault, Message] = {
    CodeFault.UNREADABLE: Message("Codes that cannot be read"),
    CodeFault.MISPLACED: Message("Households that do not lie where their code says"),
    CodeFault.SHARED: Message("Households with the place code of another"),
    CodeFault.WRONG_COMMUNE: Message("Households that do not lie in their commune"),
    CodeFault.WRONG_POSTCODE: Message("Codes with the postcode of another commune"),
    CodeFault.INCOMPLETE: Message("Codes without a postcode"),
}
