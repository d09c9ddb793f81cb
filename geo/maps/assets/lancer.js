// First picture.
carte.setMaxBounds(bornes());
cadrer();
groupe.addTo(carte);
afficher();
rafraichir();
document.documentElement.dataset.pret = "oui";
