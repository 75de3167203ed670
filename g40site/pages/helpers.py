"""What the template of a page may ask about the entries that it gets: links, dates, numbers and rows.

In: the context. Out: functions by the names that templates know. They read by queries, like everything that makes a
page, so a page is made again when what they told of an entry is another.
"""

from collections.abc import Callable, Mapping

from g40site import country, phrases, words
from g40site.outputs.publication import event_state, when, where
from g40site.pages.context import Context, moment_iso


def helpers(ctx: Context) -> Mapping[str, Callable[..., object]]:
    return {
        # The address of an entry, or of a page that the site makes itself by the name of its template.
        "url": ctx.url_of,
        "link_to": ctx.link_to,
        "municipality": ctx.municipality,
        "municipalities": ctx.municipalities,
        "project_links": ctx.projects,
        "topic": ctx.topic,
        "marks": ctx.theme_marks,
        "mark_of": ctx.mark,
        "state_of": ctx.state_of,
        "phase_of": ctx.phase_of,
        "age": phrases.age,
        "known": phrases.known,
        "first_sentence": phrases.first_sentence,
        "same_topics": phrases.same_topics,
        "phase_link": ctx.phase,
        "phase_title": words.PHASES.__getitem__,
        "role_title": words.ROLES.__getitem__,
        # A meeting: whether it is not over, what visitors must know before they come, when and where.
        "is_ahead": lambda event: ctx.is_ahead(event.slug),
        "event_state": event_state,
        "when": when,
        "where": where,
        "target_of": ctx.picture,
        # What an entry says, as HTML.
        "text_of": ctx.text,
        "date": ctx.date,
        "iso": moment_iso,
        "month_short": words.month_short,
        "period": words.period,
        "count": words.count,
        "host": words.host,
        # The outline that a map is drawn on.
        "netherlands": country.netherlands,
    }
