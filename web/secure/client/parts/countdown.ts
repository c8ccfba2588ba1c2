import { soonSeconds as soon } from '../../timeLeft.ts';
import { announce, fill } from '../../../forms/client/parts/page.ts';

let running: ReturnType<typeof setInterval> | undefined;

/** Counts the time of the page down and calls `over` when it has run out. Only one page counts at a time. */
export function countDown(over: () => void): void {
  clearInterval(running);
  const place = document.querySelector<HTMLElement>('[data-seconds]');
  if (!place) return;
  const end = Date.now() + Number(place.dataset['seconds']) * 1000;
  let told = Number(place.dataset['seconds']) <= soon;
  const tick = (): void => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    showLeft(place, left);
    if (left <= soon && !told) {
      told = true;
      announce(place.dataset['soon'] ?? '');
    }
    if (left > 0) return;
    clearInterval(running);
    over();
  };
  running = setInterval(tick, 1000);
  tick();
}

function showLeft(place: HTMLElement, left: number): void {
  const values = { minutes: Math.floor(left / 60), seconds: left % 60 };
  place.textContent = fill(left < soon ? place.dataset['short'] : place.dataset['text'], values);
  place.classList.toggle('countdown--short', left <= soon);
}
