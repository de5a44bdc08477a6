// Put into a copy of the page by browser.rs, before everything else. Acts as a reader would; what is not as it should be
// goes into `failures`.
const failures = [];
const fail = (text) => failures.push(text);
addEventListener("error", (event) => fail(`script: ${event.message ?? event.target}`));
addEventListener("unhandledrejection", (event) => fail(`script: ${event.reason}`));
document.addEventListener("securitypolicyviolation", (event) => fail(`request: ${event.blockedURI}`));

async function probe() {
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Pictures: drawn, and described for those who cannot see them.
  const images = all("img");
  for (const image of images) {
    if (!image.alt.trim()) fail(`no alternative text: ${image.outerHTML.slice(0, 60)}`);
    await image.decode().catch(() => fail(`not drawn: ${image.alt}`));
    if (image.naturalWidth === 0) fail(`empty: ${image.alt}`);
  }
  for (const entry of performance.getEntriesByType("resource")) {
    if (!entry.name.startsWith("data:")) fail(`request: ${entry.name}`);
  }

  // Formulas take up room.
  for (const details of all("details")) details.open = true;
  const formulas = all("math");
  for (const math of formulas) {
    const { width, height } = math.getBoundingClientRect();
    if (!(width > 0 && height > 0)) fail(`not typeset: ${math.textContent}`);
  }
  for (const details of all("details")) details.open = false;

  // Filters: nonsense hides every row, a row's own words keep it, nothing shows all again.
  const boxes = all("[data-filter]");
  for (const box of boxes) {
    const field = box.querySelector("input");
    const rows = [...box.querySelectorAll("tbody tr")];
    const shown = () => rows.filter((row) => row.offsetParent !== null);
    const type = (text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const name = box.querySelector("caption").textContent.slice(0, 40);
    type("no such words zzz");
    if (shown().length !== 0) fail(`filter: nonsense shows rows: ${name}`);
    const last = rows[rows.length - 1];
    type(last.textContent.trim().split(/\s+/).slice(0, 3).join(" ").toUpperCase());
    if (!shown().includes(last)) fail(`filter: hides what was asked for: ${name}`);
    const count = box.querySelector("output").textContent;
    if (count !== `${shown().length} of ${rows.length}`) fail(`filter: counts ${count}: ${name}`);
    type("");
    if (shown().length !== rows.length) fail(`filter: does not let go: ${name}`);
    if (!field.labels.length) fail(`filter: no label: ${name}`);
  }

  // Printing opens what is closed, and closes it again.
  dispatchEvent(new Event("beforeprint"));
  const details = all("details");
  if (details.some((box) => !box.open)) fail("print: something stays closed");
  dispatchEvent(new Event("afterprint"));
  if (details.some((box) => box.open)) fail("print: something stays open");

  // Keyboard: the first stop skips to the content, links lead somewhere, boxes that scroll can be reached.
  const first = document.querySelector("a, button, input, [tabindex]");
  if (first.className !== "skip") fail("keyboard: the first stop is not the skip link");
  for (const link of all('a[href^="#"]')) {
    if (!document.getElementById(link.hash.slice(1))) fail(`link to nowhere: ${link.hash}`);
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) fail(`two elements are called ${id}`);
  for (const box of details) box.open = true;
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const box of all("div")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === "auto";
    if (scrolls && box.tabIndex < 0 && !box.querySelector("a")) fail(`keyboard: cannot scroll ${box.className}`);
  }

  // Nothing sticks out of the window.
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1) fail(`page: ${page.scrollWidth} wide in ${page.clientWidth}`);

  // Letters stand out from what is behind them (WCAG: 4.5 to 1).
  const channel = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((c) => channel(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!/^rgba.*, 0\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = new Set();
  for (const element of all("p, li, a, td, th, caption span, .badge, .value, .label, output, dt, dd, summary, h1, h2")) {
    const [a, b] = [getComputedStyle(element).color, behind(element)];
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    if ((high + 0.05) / (low + 0.05) < 4.5) poor.add(`${element.className || element.tagName}: ${a} on ${b}`);
  }
  for (const text of poor) fail(`contrast: ${text}`);

  return { images: images.length, formulas: formulas.length, filters: boxes.length, details: details.length, width: innerWidth };
}

addEventListener("load", async () => {
  let found = {};
  try {
    found = await probe();
  } catch (error) {
    fail(`probe: ${error.stack}`);
  }
  const text = document.createElement("plaintext");
  text.id = "findings";
  text.textContent = JSON.stringify({ failures, ...found });
  document.body.replaceChildren(text);
});
