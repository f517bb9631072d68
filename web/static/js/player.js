// The sound of the call: waveform from the server's peaks, evidence regions, play from any moment.
import WaveSurfer from "../vendor/wavesurfer.js-8.0.1/wavesurfer.esm.js";
import Regions from "../vendor/wavesurfer.js-8.0.1/regions.esm.js";

const HEIGHT = 42; // pixels a channel; two of them and the controls fit above the fold at 720 lines
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];
const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(`--${name}`).trim();

/** Build the player; `evidence` are {start, end, severity, label}. Resolves when it is drawn. */
export async function makePlayer(root, evidence) {
  const peaks = await (await fetch(root.dataset.peaks)).json();
  const wave = root.querySelector("#wave");
  const sides = peaks.channels.length > 1 ? [wave.dataset.left, wave.dataset.right] : ["unknown"];
  // Nothing is fetched before somebody listens: the listen is journaled with the first byte.
  const audio = new Audio();
  audio.preload = "none";
  audio.src = root.dataset.sound;
  const regions = Regions.create();
  const surfer = WaveSurfer.create({
    container: wave,
    media: audio,
    peaks: peaks.channels.map(louder),
    duration: peaks.duration_s,
    height: HEIGHT * (sides.length > 1 ? 1 : 2),
    barWidth: 2, barGap: 1, barRadius: 1,
    cursorColor: colour("ink"), cursorWidth: 2,
    waveColor: colour(`wave-${sides[0]}`), progressColor: colour(sides[0]),
    splitChannels: sides.length > 1 ? sides.map(painted) : undefined,
    cspNonce: root.dataset.nonce,
    plugins: [regions],
  });
  surfer.on("interaction", () => { audio.preload = "auto"; });
  const show = () => evidence.forEach((item) => regions.addRegion(region(item)));
  if (surfer.getDuration()) show(); else surfer.once("ready", show);
  regions.on("region-clicked", (clicked, event) => {
    event.stopPropagation();
    play(clicked.start);
  });
  audio.addEventListener("error", () => { root.querySelector("#sound-error").hidden = false; });
  for (const name of ["play", "pause"]) {
    audio.addEventListener(name, () => root.classList.toggle("playing", !audio.paused));
  }

  function play(from) {
    if (from !== undefined) audio.currentTime = from;
    return audio.play().catch(() => {}); // the error event tells the person
  }
  return {
    audio,
    play,
    toggle: () => (audio.paused ? play() : audio.pause()),
    skip: (seconds) => { audio.currentTime = Math.max(0, audio.currentTime + seconds); },
    rate(step, select) {
      const next = RATES[Math.min(RATES.length - 1, Math.max(0, RATES.indexOf(audio.playbackRate) + step))];
      select.value = String(next);
      audio.playbackRate = next;
    },
  };
}

const painted = (side) => ({ waveColor: colour(`wave-${side}`), progressColor: colour(side) });

/** 0..127 to 0..1 with the loudest at the top: telephone channels differ widely in level. */
function louder(channel) {
  const top = Math.max(8, ...channel); // 8: a silent channel stays flat
  return channel.map((value) => value / top);
}

function region({ start, end, severity, label }) {
  const content = document.createElement("span");
  content.textContent = label;
  content.style.cssText = `font:600 11px/15px sans-serif;padding:0 5px;color:${colour("panel")};background:${colour(severity)};border-radius:0 0 4px 0;position:absolute;top:0;left:0`;
  return { start, end, content, drag: false, resize: false, color: `color-mix(in srgb, ${colour(severity)} 15%, transparent)` };
}
