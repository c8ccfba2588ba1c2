import type { OutsideParts, OutsideWorld } from './outsideWorld.ts';

/** Opens the sandbox or the real world; only the one that is used is loaded. */
export async function openOutsideWorld(parts: OutsideParts): Promise<OutsideWorld> {
  if (parts.config.sandbox) {
    const { openSandboxWorld } = await import('./sandboxWorld.ts');
    return openSandboxWorld(parts);
  }
  const { openRealWorld } = await import('./realWorld.ts');
  return openRealWorld(parts);
}
