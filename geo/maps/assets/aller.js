// What can be searched for, and how the map goes there.
const entrees = () => [
  ...origines.nom.map((nom, rang) => ({ nom, detail: `commune ${origines.code[rang]}`, cle: plier(`${nom} ${origines.code[rang]}`), aller: (depuis) => allerCommune(rang, depuis) })),
  ...donnees.bassins.map((bassin, rang) => ({ nom: bassin.nom, detail: "bassin d’emploi", cle: plier(bassin.nom), aller: () => allerBassin(rang) })),
  ...donnees.points.map((point, rang) => ({
    nom: point.nom, detail: nomReseau.get(point.reseau).nom, cle: plier(`${point.nom} ${point.adresse}`), aller: (depuis) => allerPoint(rang, depuis),
  })),
];

function allerCommune(rang, depuis) {
  const terre = terres.getLayers().find((couche) => couche.feature.properties.rang === rang);
  const lieu = L.latLng(origines.lat[rang], origines.lon[rang]);
  carte.fitBounds(terre ? terre.getBounds() : lieu.toBounds(4000), { animate: false, maxZoom: 12, padding: [60, 60] });
  carte.openPopup(() => bulleOrigine(rang), lieu); // the map stands still: the bubble finds its place at once
  entrer(depuis);
  voirCarte();
  dire(bulleOrigine(rang));
}

function allerBassin(rang) {
  const { bassin, boite: nom, emprise } = noms[rang];
  carte.closePopup();
  carte.fitBounds(emprise, { animate: false, padding: [24, 24] });
  voirCarte();
  annoncer(`${bassin.nom}, bassin d’emploi, ${nom.lastChild.textContent}`);
}

function allerPoint(rang, depuis) {
  const case_ = [...document.querySelectorAll("input[name=affiche]")].find(({ value }) => value === donnees.points[rang].reseau);
  if (!case_.checked) { case_.checked = true; afficher(); }
  groupe.zoomToShowLayer(marques[rang], () => {
    marques[rang].openPopup();
    entrer(depuis);
  });
  voirCarte();
  dire(bullePoint(donnees.points[rang]));
}
