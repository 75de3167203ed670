"""Messages about images and documents."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
    "plaatje-kapot": Message(
        "Het plaatje is beschadigd of niet heel",
        "The image is damaged or incomplete",
        "Open het plaatje in een beeldprogramma en bewaar het opnieuw, of vraag een nieuwe kopie.",
        "Open the image in an image program and save it again, or ask for another copy.",
    ),
    "plaatje-te-groot": Message(
        "Het plaatje is te groot: {size}, hooguit {most}",
        "The image is too big: {size}, at most {most}",
        "Maak het plaatje kleiner; 2000 beeldpunten breed is genoeg.",
        "Make the image smaller; 2000 pixels wide is enough.",
    ),
    "plaatje-onbruikbaar": Message(
        "Het plaatje `{name}` komt niet op de site: lang niet iedereen kan dit soort plaatjes zien",
        "The image `{name}` is not published: many people cannot see this kind of image",
        "Open het in een beeldprogramma en bewaar het als JPEG of PNG. Een andere naam alleen helpt niet.",
        "Open it in an image program and save it as JPEG or PNG. Another name alone does not help.",
        "warning",
    ),
    "plaatje-soort": Message(
        "Dit bestand is geen JPEG, PNG, WebP of GIF",
        "This file is not a JPEG, PNG, WebP or GIF",
        "Open het in een beeldprogramma en bewaar het als JPEG of PNG. Een andere naam alleen helpt niet.",
        "Open it in an image program and save it as JPEG or PNG. Another name alone does not help.",
    ),
}
