import type { Locale, Translate } from '../../locales/index.ts';
import type { ConsentDocument } from '../../services/enrollment/consentDocuments.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { Assets } from '../assets.ts';
import { html, type Markup } from '../html.ts';
import { languageOf } from '../language.ts';
import { plainPage } from '../plainPage.ts';
import { edition, termsSections } from './termsSections.ts';

/** Collaborators that composition/ hands in. */
export interface TermsParts {
  readonly assets: Assets;
  readonly translators: (locale: Locale) => Translate;
  /** In the order they are listed. */
  readonly documents: readonly ConsentDocument[];
}

/** One page being drawn: in the language that its link or the browser asks for, and what keeps it on further links. */
interface Drawing {
  readonly parts: TermsParts;
  readonly locale: Locale;
  readonly translate: Translate;
  /** `?language=en` where the link said so. */
  readonly query: string;
}

/** The list of the consent documents, and each in the version that was agreed to (CONTRACT §3). */
export function termsRoutes(parts: TermsParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/terms',
      handle: (request) => {
        const drawing = drawingOf(parts, request);
        return Promise.resolve(page(drawing, 200, listOf(drawing)));
      },
    },
    {
      method: 'GET',
      path: '/terms/:document/:version',
      handle: (request) => {
        const drawing = drawingOf(parts, request);
        const { params } = request;
        const found = parts.documents.find(
          ({ document, version }) => document === params['document'] && version === params['version'],
        );
        return Promise.resolve(
          found ? page(drawing, 200, textOf(drawing, found)) : page(drawing, 404, unknown(drawing)),
        );
      },
    },
  ];
}

function drawingOf(parts: TermsParts, request: HttpRequest): Drawing {
  const locale = languageOf(request);
  const query = request.query.has('language') ? `?language=${locale}` : '';
  return { parts, locale, translate: parts.translators(locale), query };
}

interface Content {
  readonly title: string;
  readonly body: Markup;
}

function listOf({ translate, parts, query }: Drawing): Content {
  const items = parts.documents.map(
    (terms) =>
      html`<li class="card stack--tight stack">
        <span class="badge">${necessity(translate, terms)}</span>
        <h2><a href="/terms/${terms.document}/${terms.version}${query}">${titleOf(translate, terms)}</a></h2>
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

function textOf({ translate, query }: Drawing, terms: ConsentDocument): Content {
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
      <p><a href="/terms${query}">${translate('terms.list.link')}</a></p>`,
  };
}

function unknown({ translate, query }: Drawing): Content {
  return {
    title: translate('terms.unknown.title'),
    body: html`<p>${translate('terms.unknown.text')}</p>
      <p><a href="/terms${query}">${translate('terms.list.link')}</a></p>`,
  };
}

function page({ parts, translate, locale }: Drawing, status: number, content: Content): HttpResponse {
  const body = html`<p class="notice notice--warning">${translate('terms.page.sample')}</p>
    ${content.body}`;
  const service = translate('terms.page.service');
  const { assets } = parts;
  return plainPage({ status, assets, language: locale, service, title: content.title, body, wide: true });
}

function keyOf({ document, version }: ConsentDocument): string {
  return `terms.${document}.${edition(version)}`;
}

function titleOf(translate: Translate, terms: ConsentDocument): string {
  return translate(`${keyOf(terms)}.title`);
}

function necessity(translate: Translate, terms: ConsentDocument): string {
  return translate(terms.required ? 'terms.required.text' : 'terms.optional.text');
}

function paragraphs(text: string): Markup[] {
  return text.split('\n').map((paragraph) => html`<p>${paragraph}</p>`);
}
