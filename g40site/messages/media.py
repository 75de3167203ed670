"""Messages about images and documents."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
    "plaatje-kapot": Message(
        "het plaatje is beschadigd of niet heel",
        "the image is damaged or incomplete",
        "Open het plaatje in een beeldprogramma en bewaar het opnieuw, of vraag een nieuwe kopie.",
        "Open the image in an image program and save it again, or ask for another copy.",
    ),
    "plaatje-te-groot": Message(
        "het plaatje is te groot: {size}, hooguit {most}",
        "the image is too big: {size}, at most {most}",
        "Maak het plaatje kleiner; 2000 beeldpunten breed is genoeg.",
        "Make the image smaller; 2000 pixels wide is enough.",
    ),
    "plaatje-soort": Message(
        "dit bestand is geen JPEG, PNG, WebP of GIF",
        "this file is not a JPEG, PNG, WebP or GIF",
        "Bewaar het plaatje als JPEG of PNG.",
        "Save the image as JPEG or PNG.",
    ),
}
