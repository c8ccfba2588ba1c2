import type { ConsentDocument } from '../../services/enrollment/consentDocuments.ts';
import type { HttpResponse, Route } from '../../services/shared/route.ts';
import type { Assets } from '../assets.ts';
import { html, type Markup } from '../html.ts';
import { plainPage } from '../plainPage.ts';
import { edition, termsSections } from './termsSections.ts';

/** What the pages of the terms are made of. */
export interface TermsParts {
  readonly assets: Assets;
  readonly translate: (key: string, values?: Record<string, string | number>) => string;
  /** In the order they are listed. */
  readonly documents: readonly ConsentDocument[];
  /** Of the pages; `ko` unless said. */
  readonly language?: string;
}

/** The list of the consent documents, and each in the version that was agreed to (CONTRACT §3). */
export function termsRoutes(parts: TermsParts): readonly Route[] {
  return [
    { method: 'GET', path: '/terms', handle: () => Promise.resolve(page(parts, 200, listOf(parts))) },
    {
      method: 'GET',
      path: '/terms/:document/:version',
      handle: ({ params }) => {
        const found = parts.documents.find(
          ({ document, version }) => document === params['document'] && version === params['version'],
        );
        return Promise.resolve(found ? page(parts, 200, textOf(parts, found)) : page(parts, 404, unknown(parts)));
      },
    },
  ];
}

interface Content {
  readonly title: string;
  readonly body: Markup;
}

function listOf({ translate, documents }: TermsParts): Content {
  const items = documents.map(
    (terms) =>
      html`<li class="card stack--tight stack">
        <span class="badge">${necessity(translate, terms)}</span>
        <h2><a href="/terms/${terms.document}/${terms.version}">${titleOf(translate, terms)}</a></h2>
        <p>${translate(`${keyOf(terms)}.summary`)}</p>
      </li>`,
  );
  return {
    title: translate('terms.list.title'),
    body: html`<p class="lead">${translate('terms.list.text')}</p>
      <ul class="list list--plain stack">
        ${items}
      </ul>`,
  };
}

function textOf({ translate }: TermsParts, terms: ConsentDocument): Content {
  const key = keyOf(terms);
  const sections = (termsSections[terms.document] ?? []).map(
    (section) =>
      html`<section class="stack stack--tight">
        <h2>${translate(`terms.heading.${section}`)}</h2>
        ${paragraphs(translate(`${key}.${section}`))}
      </section>`,
  );
  return {
    title: titleOf(translate, terms),
    body: html`<p class="muted">
        ${necessity(translate, terms)} · ${translate('terms.version.text', { version: terms.version })}
      </p>
      <p class="lead">${translate(`${key}.summary`)}</p>
      ${sections}
      <p><a href="/terms">${translate('terms.list.link')}</a></p>`,
  };
}

function unknown({ translate }: TermsParts): Content {
  return {
    title: translate('terms.unknown.title'),
    body: html`<p>${translate('terms.unknown.text')}</p>
      <p><a href="/terms">${translate('terms.list.link')}</a></p>`,
  };
}

function page(parts: TermsParts, status: number, content: Content): HttpResponse {
  const { assets, translate, language = 'ko' } = parts;
  const body = html`<p class="notice notice--warning">${translate('terms.page.sample')}</p>
    ${content.body}`;
  const service = translate('terms.page.service');
  return plainPage({ status, assets, language, service, title: content.title, body, wide: true });
}

function keyOf({ document, version }: ConsentDocument): string {
  return `terms.${document}.${edition(version)}`;
}

function titleOf(translate: TermsParts['translate'], terms: ConsentDocument): string {
  return translate(`${keyOf(terms)}.title`);
}

function necessity(translate: TermsParts['translate'], terms: ConsentDocument): string {
  return translate(terms.required ? 'terms.required.text' : 'terms.optional.text');
}

function paragraphs(text: string): Markup[] {
  return text.split('\n').map((paragraph) => html`<p>${paragraph}</p>`);
}
