// The call page: ties sound, turns, findings and keys together.
import { makeAdding } from "./add.js";
import { makeCorrection } from "./correct.js";
import { makeFindings } from "./findings.js";
import { onKeys } from "./keys.js";
import { makeListening, turnOver } from "./listening.js";
import { makePlayer } from "./player.js";
import { makeTranscript } from "./transcript.js";

document.documentElement.classList.add("js");
const $ = (selector) => document.querySelector(selector);
const clock = (seconds) => {
  const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
};
const pad = (number) => String(number).padStart(2, "0");
const follow = (link) => $(link)?.click();

const root = $("#player");
const places = [...document.querySelectorAll(".turn[data-findings]")];
const evidence = places.map(({ dataset }) => ({
  start: Number(dataset.start), end: Number(dataset.end), severity: dataset.severity, label: dataset.numbers,
}));
// The findings work at once, also where the sound takes long or fails.
let transcript;
const findings = makeFindings($(".side"), (turn) => transcript?.playTurn(transcript.turn(turn)));
const player = root ? await makePlayer(root, evidence).catch(() => fail()) : null;
transcript = makeTranscript($(".transcript"), player, findings.choose);

function fail() {
  $("#sound-error").hidden = false;
  return null;
}

/** Play the next (1) or previous (-1) evidence from here. */
function jump(step) {
  const now = player?.audio.currentTime ?? 0;
  const later = places.filter(({ dataset }) => Number(dataset.start) > now + 0.2);
  const earlier = places.filter(({ dataset }) => Number(dataset.start) < now - 1.5);
  const place = step > 0 ? later[0] ?? places[0] : earlier.at(-1) ?? places.at(-1);
  if (!place) return;
  findings.choose(place.dataset.findings.split(" ")[0]);
  transcript.playTurn(place);
}

if (player) {
  const speed = $("#speed");
  player.audio.addEventListener("timeupdate", () => { $("#now").textContent = clock(player.audio.currentTime); });
  $("#play").addEventListener("click", player.toggle);
  speed.addEventListener("change", () => { player.audio.playbackRate = Number(speed.value); });
  $("#previous-evidence").addEventListener("click", () => jump(-1));
  $("#next-evidence").addEventListener("click", () => jump(1));
  makeListening(player.audio, transcript.turns, $("#loop"), $("#hush"));
  onKeys({
    " ": player.toggle, ArrowLeft: () => player.skip(-3), ArrowRight: () => player.skip(3),
    l: turnOver($("#loop")), s: turnOver($("#hush")),
    "[": () => player.rate(-1, speed), "]": () => player.rate(1, speed),
  });
}
const adding = makeAdding($(".transcript"));
const correction = makeCorrection($(".transcript"));
// A whole new page, so that keys and sound belong to what it shows; never under somebody's hands.
if ($(".notice.working")) setInterval(() => { if (!document.activeElement?.closest("form")) location.replace(location.href); }, 3000);
const help = $("#help");
const toggleHelp = () => (help.open ? help.close() : help.showModal());
$("#help-open").addEventListener("click", toggleHelp);
onKeys({
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [n, () => findings.pick(n)])),
  j: () => jump(1), k: () => jump(-1), m: findings.note,
  c: () => findings.decide("confirm"), d: () => findings.decide("dismiss"),
  a: adding.add, e: correction.edit, x: correction.swap, z: findings.undo,
  u: () => follow("#personal"), n: () => follow("#next-call"), q: () => follow(".back"), "?": toggleHelp,
});
document.body.dataset.ready = "true"; // tests wait for it
