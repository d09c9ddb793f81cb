// First picture.
carte.setMaxBounds(bornes());
carte.fitBounds(cadre(), { animate: false, padding: [6, 6] });
groupe.addTo(carte);
afficher();
rafraichir();
document.documentElement.dataset.pret = "oui";
