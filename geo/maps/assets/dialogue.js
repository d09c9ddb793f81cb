// An open bubble is a dialog: who asked for it by keyboard is taken into it, and back by Escape.
let retour = null;
function entrer(depuis) {
  retour = depuis || null;
  if (depuis) carte._popup.getElement().focus({ preventScroll: true });
}

carte.on("popupopen", ({ popup }) => {
  const boite_ = popup.getElement();
  boite_.setAttribute("tabindex", "-1");
  boite_.setAttribute("role", "dialog");
  boite_.setAttribute("aria-label", boite_.querySelector("h3").textContent);
  boite_.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Fermer");
});
carte.on("popupclose", ({ popup }) => {
  const dedans = popup.getElement()?.contains(document.activeElement);
  if (retour && dedans) retour.focus();
  retour = null;
});
document.addEventListener("keydown", (evenement) => {
  if (evenement.key === "Escape") carte.closePopup();
});
