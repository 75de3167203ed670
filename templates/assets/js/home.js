// The field of the home page goes straight to a municipality or topic whose name was filled in; all else is searched for.
import { byId, fold } from "./page.js";

byId("vind").onsubmit = (event) => {
  const name = fold(event.target.elements.q.value.trim());
  const choice = [...byId("vind-namen").options].find((option) => fold(option.value) === name);
  if (choice) {
    event.preventDefault();
    location.assign(choice.dataset.href);
  }
};
