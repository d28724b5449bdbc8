"""What of an utterance its need and its danger are judged by: without places, courtesies and slips. Pure but for the lists."""

from __future__ import annotations

import functools
from typing import List, Optional, Sequence, Tuple

from nlu_components.needs.kept_matters import kept
from nlu_components.needs.spelling import Speller
from nlu_components.places.files import GAZETTEERS
from nlu_components.places.gazetteer import Gazetteer
from nlu_components.places.masking import PlaceMask, masked_for_training
from spoken.en.courtesies import bare
from spoken.en.misheard import meant


def matters_for_training(texts: Sequence[str]) -> List[str]:
    """Two models of one training ask for the same texts; they are worked out once."""
    return list(_for_training(tuple(texts)))


@functools.lru_cache(maxsize=1)
def _for_training(texts: Tuple[str, ...]) -> Tuple[str, ...]:
    return tuple(kept(texts, lambda new: [bare(meant(text)) for text in masked_for_training(new)]))


def matter(text: str, agency: Optional[str], speller: Optional[Speller] = None) -> str:
    plain = _plain(text, GAZETTEERS.of(agency))
    return speller.mended(plain) if speller else plain


@functools.lru_cache(maxsize=4)
def _plain(text: str, gazetteer: Gazetteer) -> str:
    """Of one turn two models ask; a gazetteer that was read again is another."""
    return bare(meant(PlaceMask(gazetteer).masked(text)))
