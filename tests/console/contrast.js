// Gives the texts whose contrast to what they stand on is less than asked (WCAG 2.2, 1.4.3): an element, its text, the contrast.
(least) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  function painted(colours, top = null, opacity = 1) { // one above the other, the lowest first
    pen.clearRect(0, 0, 1, 1);
    for (const [colour, alpha] of [...colours.map((one) => [one, 1]), ...(top ? [[top, opacity]] : [])]) {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }
  function luminance(rgb) {
    const [r, g, b] = rgb.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function grounds(element) {
    return element ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : [];
  }
  function opacityOf(element) {
    return element ? opacityOf(element.parentElement) * getComputedStyle(element).opacity : 1;
  }
  function isRead(element) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return (ownText || element.placeholder) && !element.closest("noscript") && element.checkVisibility({ visibilityProperty: true });
  }
  function contrast(element) {
    const ground = grounds(element);
    const { color } = getComputedStyle(element, element.placeholder ? "::placeholder" : null);
    const [one, other] = [luminance(painted(ground)), luminance(painted(ground, color, opacityOf(element)))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }
  return [...document.body.querySelectorAll("*")].filter(isRead)
    .map((element) => [`${element.tagName.toLowerCase()}.${element.className}`, element.textContent.slice(0, 30), Math.round(100 * contrast(element)) / 100])
    .filter(([, , found]) => found < least);
}
