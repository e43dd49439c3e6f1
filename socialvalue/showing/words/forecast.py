"""What the year may come to, said to be a forecast."""

from __future__ import annotations

from socialvalue.money import count, places
from socialvalue.showing.words.amounts import short_pounds
from socialvalue.showing.words.grammar import number_word
from socialvalue.valuing.last_year.like_for_like import LikeForLike


def forecast_notes(years: LikeForLike) -> tuple[str, ...]:
    """What the year may come to, said to be a forecast."""
    found = years.forecast
    if found is None:
        return ()
    rate, people = short_pounds(found.net_by_rate), count(places(found.outcomes_by_rate, 0))
    text = f"Forecast for {found.year}, not a result: {rate} and {people} outcomes if the other months are like the "
    text += f"{number_word(found.months)} reported"
    if found.net_by_shape is not None and found.outcomes_by_shape is not None:
        shape, people = short_pounds(found.net_by_shape), count(places(found.outcomes_by_shape, 0))
        text += f"; {shape} and {people} if the year has last year’s shape"
    return (f"{text}.",)
