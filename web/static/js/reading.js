// A call of a sample: sound, turns and the reader's own answer.
import { onKeys } from "./keys.js";
import { makeListening, turnOver } from "./listening.js";
import { makePlayer } from "./player.js";
import { makeTranscript } from "./transcript.js";

document.documentElement.classList.add("js");
const $ = (selector) => document.querySelector(selector);
const root = $("#player");
const player = root ? await makePlayer(root, []).catch(() => { $("#sound-error").hidden = false; return null; }) : null;
const transcript = makeTranscript($(".transcript"), player, () => {});
const form = $("#verdict");

form.addEventListener("change", ({ target }) => {
  if (!target.checked) return;
  const other = target.name === "clean" ? "rules" : "clean";
  for (const box of form.querySelectorAll(`[name=${other}]`)) box.checked = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
});
for (const id of ["#previous-evidence", "#next-evidence"]) $(id)?.remove();

if (player) {
  const speed = $("#speed");
  player.audio.addEventListener("timeupdate", () => {
    const now = Math.floor(player.audio.currentTime);
    $("#now").textContent = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
  });
  $("#play").addEventListener("click", player.toggle);
  speed.addEventListener("change", () => { player.audio.playbackRate = Number(speed.value); });
  makeListening(player.audio, transcript.turns, $("#loop"), $("#hush"));
  onKeys({
    " ": player.toggle, ArrowLeft: () => player.skip(-3), ArrowRight: () => player.skip(3),
    l: turnOver($("#loop")), s: turnOver($("#hush")),
    "[": () => player.rate(-1, speed), "]": () => player.rate(1, speed),
  });
}
onKeys({ 0: () => form.querySelector("[name=clean]").click() });
document.body.dataset.ready = "true"; // tests wait for it
