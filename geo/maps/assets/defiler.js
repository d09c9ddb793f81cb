// On a narrow screen columns lie beyond the edge: a line and a shadow say so until they are seen.
document.querySelectorAll(".defile").forEach((defile) => {
  const suite = defile.closest(".tableau").querySelector(".glisser");
  const deborder = () => {
    const cache = defile.scrollWidth - defile.clientWidth;
    suite.hidden = cache < 1;
    defile.parentNode.classList.toggle("suite", cache - defile.scrollLeft > 1);
  };
  new ResizeObserver(deborder).observe(defile);
  new ResizeObserver(deborder).observe(defile.querySelector("tbody"));
  defile.addEventListener("scroll", deborder, { passive: true });
});
