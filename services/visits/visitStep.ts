import type { PendingLogin } from '../banks/bankLogin.ts';
import { refuse } from '../shared/result.ts';
import type { PageRefusal, StepResult } from './pageRefusal.ts';
import { drawStep, type DrawnStep, type FormPage, type PageFrame, type ReadKeypad, type StepPage } from './stepPage.ts';
import type { VisitOwner } from './visitCase.ts';

/** A step as the visits walk it: its page, and where what the page sends goes. */
export type VisitStep = FormStep | AwayStep;

interface Drawable {
  readonly name: string;
  /** Its page; undefined when there is nothing to be entered any more: the visit stops, and may go on later. */
  draw(owner: VisitOwner, frame: PageFrame): Promise<DrawnStep | undefined>;
}

/** A step whose page is a form. */
export interface FormStep extends Drawable {
  readonly kind: 'form';
  readonly longestEnvelope: number;
  readonly mayBeSentAgain: boolean;
  /**
   * Takes what an opened envelope held. Answers what the customer may take away, if there is something (DER); refusals
   * are the step's own and `visit.pageStale` for what is not of this page.
   */
  submit(owner: VisitOwner, sent: unknown, readKeypad: ReadKeypad): Promise<StepResult<Uint8Array | undefined>>;
}

/** A step that leads to another site and back. */
export interface AwayStep extends Drawable {
  readonly kind: 'away';
  begin(bankCode: string, signal: AbortSignal): Promise<PendingLogin>;
  comeBack(owner: VisitOwner, back: ComingBack): Promise<StepResult<undefined>>;
}

/** A browser that comes back from another site. */
export interface ComingBack {
  readonly bankCode: string;
  /** What `begin` left to be kept. */
  readonly pending: PendingLogin['pending'];
  /** The whole address the browser was sent to. */
  readonly callback: URL;
  readonly signal: AbortSignal;
}

/**
 * What a form does to a case: the one consumer of its fields. `complete` checks, acts, and tells the case, all
 * idempotently: when it resolves with ok the case knows; called again for a completed step it answers ok again without
 * acting.
 */
export interface FormActs<Shown, Fields> {
  /** What the page shows of the case besides its outline; undefined: there is nothing to be entered any more. */
  shown(owner: VisitOwner): Promise<Shown | undefined>;
  complete(owner: VisitOwner, fields: Fields): Promise<StepResult<Uint8Array | undefined>>;
}

/** What a way to another site does to a case; `complete` as of a form. */
export interface AwayActs<Shown, Brought> {
  shown(owner: VisitOwner): Promise<Shown | undefined>;
  begin(bankCode: string, signal: AbortSignal): Promise<PendingLogin>;
  /** What the other site says, out of the address it sent the browser to. */
  read(back: ComingBack): Promise<StepResult<Brought>>;
  complete(owner: VisitOwner, brought: Brought): Promise<StepResult<undefined>>;
}

/** A form's page with its acts. */
export function formStep<Shown, Fields, Field extends string>(
  page: FormPage<Shown, Fields, Field>,
  acts: FormActs<Shown, Fields>,
): FormStep & { readonly acts: FormActs<Shown, Fields> } {
  const { name, longestEnvelope, mayBeSentAgain } = page;
  return {
    kind: 'form',
    name,
    longestEnvelope,
    mayBeSentAgain,
    acts,
    draw: (owner, frame) => draw(page, acts, owner, frame),
    submit: async (owner, sent, readKeypad) => {
      const fields = page.read(sent, readKeypad);
      if (fields === undefined) return refuse('visit.pageStale');
      return (await judge(page, acts, owner, fields)) ?? acts.complete(owner, fields);
    },
  };
}

/** Where the page has nothing to show any more, the act says why. */
async function judge<Shown, Fields, Field extends string>(
  page: FormPage<Shown, Fields, Field>,
  acts: FormActs<Shown, Fields>,
  owner: VisitOwner,
  fields: Fields,
): Promise<PageRefusal | undefined> {
  const shown = page.judge && (await acts.shown(owner));
  return shown === undefined ? undefined : page.judge?.(fields, shown);
}

/** The page of a step on another site with its acts. */
export function awayStep<Shown, Brought>(
  page: StepPage<Shown, never>,
  acts: AwayActs<Shown, Brought>,
): AwayStep & { readonly acts: AwayActs<Shown, Brought> } {
  return {
    kind: 'away',
    name: page.name,
    acts,
    draw: (owner, frame) => draw(page, acts, owner, frame),
    begin: (bankCode, signal) => acts.begin(bankCode, signal),
    comeBack: async (owner, back) => {
      const brought = await acts.read(back);
      return brought.ok ? acts.complete(owner, brought.value) : brought;
    },
  };
}

async function draw<Shown, Field extends string>(
  page: StepPage<Shown, Field>,
  acts: { shown(owner: VisitOwner): Promise<Shown | undefined> },
  owner: VisitOwner,
  frame: PageFrame,
): Promise<DrawnStep | undefined> {
  const shown = await acts.shown(owner);
  return shown === undefined ? undefined : drawStep(page, frame, shown);
}
