const everyMilliseconds = 2000;

/** Asks whether this browser is still let in; a page that is refused is drawn anew, with the reason. */
async function look(): Promise<void> {
  try {
    const answer = await fetch('/sandbox/relying-party/session');
    const standing: unknown = await answer.json();
    if (typeof standing === 'object' && standing !== null && 'as' in standing && standing.as !== 'in')
      location.reload();
  } catch {
    // The next look may reach it.
  }
}

setInterval(() => void look(), everyMilliseconds);
