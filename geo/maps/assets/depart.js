// First picture.
etat.seuil = Number(document.getElementById("seuil").value);
carte.setMaxBounds(bornes());
carte.fitBounds(cadre(), { animate: false, padding: [6, 6] });
document.getElementById("ronds").checked = false;
groupe.addTo(carte);
grossir();
rafraichir();
afficher();
document.documentElement.dataset.pret = "oui";
