// Patterns of classes, whatever their colour: told apart without seeing hue, on paper too.
const DESSINS = {
  hachures: [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]],
  croix: [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6], [-2, 6, 2, 10], [-2, -2, 10, 10], [6, -2, 10, 2]],
  points: [[1, 2, 3, 2], [5, 6, 7, 6]],
};
const trames = new Map();
function trame(teinte, dessin) {
  const cle = `${teinte} ${dessin}`;
  if (!trames.has(cle)) {
    const toile = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
    const pinceau = toile.getContext("2d");
    pinceau.fillStyle = teinte;
    pinceau.fillRect(0, 0, 8, 8);
    const [rouge, vert, bleu] = [1, 3, 5].map((debut) => parseInt(teinte.slice(debut, debut + 2), 16));
    pinceau.strokeStyle = 0.3 * rouge + 0.59 * vert + 0.11 * bleu > 120 ? "#10121c99" : "#ffffffb3";
    pinceau.lineWidth = dessin === "points" ? 2 : 1.3;
    DESSINS[dessin].forEach(([x, y, versX, versY]) => {
      pinceau.moveTo(x, y);
      pinceau.lineTo(versX, versY);
    });
    pinceau.stroke();
    trames.set(cle, { motif: pinceau.createPattern(toile, "repeat"), image: `url(${toile.toDataURL()})` });
  }
  return trames.get(cle);
}
const hachures = (teinte) => trame(teinte, "hachures").motif;
