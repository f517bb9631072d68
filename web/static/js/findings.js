// One finding is open at a time; deciding goes to the server and comes back as the card's new state.

const isWaiting = ({ dataset }) => ["suspected", "doubtful"].includes(dataset.status);

export function makeFindings(root, onChoose) {
  const cards = () => [...root.querySelectorAll(".finding")];
  let chosen = null; // the id, because a decided card is a new element

  function choose(card) {
    if (!card) return;
    chosen = card.dataset.id;
    for (const other of cards()) other.classList.toggle("open", other === card);
    for (const mark of document.querySelectorAll("mark")) {
      mark.classList.toggle("chosen", mark.dataset.proves.split(" ").includes(chosen));
    }
    card.scrollIntoView({ block: "nearest" });
  }
  const byId = (id) => cards().find((card) => card.dataset.id === id);
  const current = () => byId(chosen);

  root.addEventListener("click", (event) => {
    const card = event.target.closest(".finding");
    if (card && !card.classList.contains("open")) choose(card);
    const place = event.target.closest("[data-turn]");
    if (place) {
      event.preventDefault();
      onChoose(place.dataset.turn);
    }
  });

  // After a decision: reopen the card if somebody was faster, else go on to the next undecided one.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const card = event.target.closest?.(".finding") ?? current();
    if (!card || !root.contains(card)) return;
    const waiting = cards().filter(isWaiting);
    choose(card.querySelector("[role=alert]") ? card : waiting[0] ?? card);
    document.querySelector("#next-call")?.classList.toggle("ready", !waiting.length);
  });

  choose(cards().find(isWaiting) ?? cards()[0]);
  return {
    choose: (id) => choose(byId(id)),
    /** Open finding number `n` (1..9) and play its first evidence. */
    pick(n) {
      const card = cards()[n - 1];
      choose(card);
      const turn = card?.dataset.turns.split(" ")[0];
      if (turn) onChoose(turn);
    },
    // A decided card is a new element, which htmx takes up a moment later: a key in between must not decide again.
    decide: (decision) => root.querySelector(`.finding.open:not(.htmx-added) .decide [value=${decision}]:not(:disabled)`)?.click(),
    undo: () => root.querySelector(".finding.open:not(.htmx-added) .undo button")?.click(),
    note: () => current()?.querySelector("textarea")?.focus(),
  };
}
