// Charts drawn from the tables beside them: the table is the figure's text, the chart its picture.

const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(`--${name}`).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const ink = colour("ink");
const soft = colour("soft");
const line = colour("line");
const SEVERITIES = ["critical", "major", "minor"];

/** {heads, rows: [{name, href, cells: [{value, href}]}]} of a table. */
function read(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const cell = (td) => ({ value: Number(td.textContent) || 0, href: td.querySelector("a")?.href });
  const rows = [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent, href: row.cells[0].querySelector("a")?.href,
    cells: [...row.cells].slice(1).map(cell),
  }));
  return { heads, rows };
}

const axis = { axisLine: { lineStyle: { color: line } }, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line } } };
const shared = {
  animation: !still,
  textStyle: { fontFamily: css.getPropertyValue("--sans"), color: ink },
  // Text on the canvas: HTML would need styles that the page's own policy forbids.
  tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: colour("panel"), borderColor: line, textStyle: { color: ink } },
  legend: { top: 0, textStyle: { color: soft } },
  grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
};
const paint = { 0: colour("critical"), 1: colour("major"), 2: colour("good"), 4: colour("accent") };

function series(data, columns, type, more = {}) {
  return columns.map((at) => ({
    name: data.heads[at + 1], type, itemStyle: { color: paint[at] }, ...more,
    data: data.rows.map(({ cells }) => ({ value: cells[at].value, href: cells[at].href })),
  }));
}

const KINDS = {
  line: (data) => ({
    ...shared,
    xAxis: { type: "category", data: data.rows.map(({ name }) => name.slice(5)), ...axis },
    yAxis: { type: "value", minInterval: 1, ...axis },
    series: series(data, [0, 1, 2], "line", { showSymbol: data.rows.length < 45, symbolSize: 7 }),
  }),
  column: (data) => ({
    ...shared,
    legend: undefined, grid: { ...shared.grid, top: 12 },
    xAxis: { type: "category", data: data.rows.map(({ name }) => name), ...axis },
    yAxis: { type: "value", ...axis },
    series: series(data, [4], "bar").map((each) => ({ ...each, data: data.rows.map(({ cells, href }) => ({ value: cells[4].value, href })) })),
  }),
  bar: (data) => ({
    ...shared,
    xAxis: { type: "value", minInterval: 1, ...axis },
    yAxis: { type: "category", inverse: true, data: data.rows.map(({ name }) => name), ...axis, axisLabel: { color: ink, width: 110, overflow: "truncate" } },
    series: series(data, [0, 1, 2], "bar", { stack: "found", barMaxWidth: 18 }),
  }),
  pie: (data) => ({
    ...shared,
    tooltip: { ...shared.tooltip, trigger: "item" },
    series: [{
      type: "pie", radius: ["40%", "62%"], label: { color: ink, formatter: "{b} {c}", overflow: "none" },
      data: data.rows.map(({ name, href, cells }) => ({
        name, value: cells[0].value + cells[1].value, href,
        itemStyle: { color: colour(SEVERITIES.find((each) => href?.includes(each)) ?? "soft") },
      })),
    }],
  }),
};

for (const figure of document.querySelectorAll(".chart")) {
  const data = read(figure.querySelector("table"));
  const box = figure.querySelector(".canvas");
  if (!data.rows.length) continue;
  box.style.height = figure.dataset.kind === "bar" ? `${70 + 26 * data.rows.length}px` : "230px";
  const chart = window.echarts.init(box);
  chart.setOption(KINDS[figure.dataset.kind](data));
  chart.on("click", ({ data: point, dataIndex }) => {
    const href = point?.href ?? data.rows[dataIndex]?.href;
    if (href) location.href = href;
  });
  new ResizeObserver(() => chart.resize()).observe(box);
}
document.body.dataset.ready = "true"; // tests wait for it
