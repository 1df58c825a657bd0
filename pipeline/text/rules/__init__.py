"""What is this line? One rule a file. Another one is a file here and a line in `LINE_RULES`.

A rule answers with a role, or with None where it has nothing to say. In doubt it has nothing to say: a paragraph taken
out by mistake is worse than a line of boilerplate that is left in.
"""

from collections.abc import Callable

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.advertisement import find_advertisement
from pipeline.text.rules.byline import find_byline
from pipeline.text.rules.caption import find_caption
from pipeline.text.rules.correction import find_correction
from pipeline.text.rules.credit import find_credit
from pipeline.text.rules.dateline import find_dateline
from pipeline.text.rules.heading import find_heading
from pipeline.text.rules.legal import find_legal_notice
from pipeline.text.rules.navigation import find_navigation
from pipeline.text.rules.related import find_related_link
from pipeline.text.rules.social import find_social_prompt
from pipeline.text.rules.subscription import find_subscription_offer
from pipeline.text.rules.title import find_title

LineRule = Callable[[Surroundings], Role | None]

LINE_RULES: tuple[LineRule, ...] = (
    find_title,
    find_credit,
    find_byline,
    find_dateline,
    find_caption,
    find_correction,
    find_advertisement,
    find_legal_notice,
    find_subscription_offer,
    find_social_prompt,
    find_navigation,
    find_related_link,
    find_heading,
)
"""Asked in this order; the first answer counts."""
