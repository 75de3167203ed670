// The field of the home page goes straight to a municipality or topic whose name was filled in; all else is searched for.
import { byId, fold } from "./page.js";

byId("vind").onsubmit = (event) => {
  const asked = fold(event.target.elements.q.value.trim());
  const found = [...byId("vind-namen").options].find((option) => fold(option.value) === asked);
  if (!found) return;
  event.preventDefault();
  location.assign(found.dataset.href);
};
