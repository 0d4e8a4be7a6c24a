import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { PaymentRow } from './schema.ts';

export type PaymentFileFault =
  | 'not_xml'
  | 'not_pain001'
  | 'no_payments'
  | 'too_many'
  | 'currency'
  | 'amount'
  | 'date'
  | 'supplier'
  | 'account'
  | 'reference'
  | 'sum';

/** What is wrong in the file, and on which line (from 1). */
export class PaymentFileError extends Error {
  override name = 'PaymentFileError';
  readonly fault: PaymentFileFault;
  readonly line: number;
  constructor(fault: PaymentFileFault, line: number) {
    super(`${fault} on line ${line}`);
    this.fault = fault;
    this.line = line;
  }
}

export const maxPayments = 500;

/** An element with what is inside it; a payment file is a few levels deep and bounded before it gets here. */
interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
  line: number;
}

const space = /^urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.(03|09)$/;
const deepest = 30;

/**
 * Reads an ISO 20022 customer credit transfer initiation, pain.001.001.03 or .09, as Swedish banks take it: amounts in
 * kronor, sums that agree with the rows. Throws a `PaymentFileError` at the first thing that is wrong.
 */
export function readPain001(xml: string): PaymentRow[] {
  const document = parse(xml);
  const initiation = child(document, 'CstmrCdtTrfInitn');
  if (document.name !== 'Document' || !space.test(document.attributes.xmlns ?? '') || !initiation) {
    throw new PaymentFileError('not_pain001', document.line);
  }
  const rows: PaymentRow[] = [];
  for (const payment of all(initiation, 'PmtInf')) {
    const paymentDate = dateOf(payment);
    for (const transfer of all(payment, 'CdtTrfTxInf')) {
      if (rows.length === maxPayments) throw new PaymentFileError('too_many', transfer.line);
      rows.push({
        row: rows.length + 1,
        supplier: textAt(transfer, 'Cdtr/Nm') ?? fail('supplier', transfer),
        account: accountOf(transfer),
        reference: referenceOf(transfer),
        paymentDate,
        amountMinor: amountOf(transfer),
      });
    }
  }
  if (rows.length === 0) throw new PaymentFileError('no_payments', initiation.line);
  agree(initiation, rows);
  return rows;
}

/** What the header says of the whole is what its rows add up to: a file that was cut or changed is not shown as whole. */
function agree(initiation: Element, rows: PaymentRow[]): void {
  const header = child(initiation, 'GrpHdr');
  const count = header && child(header, 'NbOfTxs');
  if (count && Number(count.text) !== rows.length) throw new PaymentFileError('sum', count.line);
  const sum = header && child(header, 'CtrlSum');
  if (sum && minor(sum) !== rows.reduce((total, row) => total + row.amountMinor, 0)) {
    throw new PaymentFileError('sum', sum.line);
  }
}

function dateOf(payment: Element): string {
  const element = child(payment, 'ReqdExctnDt');
  if (!element) return fail('date', payment);
  // Version 09 says whether it is a date or a moment.
  const text = child(element, 'Dt')?.text ?? element.text;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  if (!isDate || new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) !== text) return fail('date', element);
  return text;
}

function amountOf(transfer: Element): number {
  const element = at(transfer, 'Amt/InstdAmt') ?? fail('amount', transfer);
  if (element.attributes.Ccy !== 'SEK') return fail('currency', element);
  const amount = minor(element);
  return amount > 0 ? amount : fail('amount', element);
}

/** Öre from kronor with at most two decimals, without passing through a binary fraction. */
function minor(element: Element): number {
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(element.text);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : fail('amount', element);
}

/** The Swedish schemes: BGNR is a bankgiro, clearing 9500 or 9960 with BBAN a plusgiro, else clearing and account. */
function accountOf(transfer: Element): string {
  const iban = textAt(transfer, 'CdtrAcct/Id/IBAN');
  if (iban) return iban.replace(/(.{4})(?=.)/g, '$1 ');
  const number = textAt(transfer, 'CdtrAcct/Id/Othr/Id') ?? fail('account', transfer);
  const scheme = textAt(transfer, 'CdtrAcct/Id/Othr/SchmeNm/Prtry') ?? textAt(transfer, 'CdtrAcct/Id/Othr/SchmeNm/Cd');
  const clearing = textAt(transfer, 'CdtrAgt/FinInstnId/ClrSysMmbId/MmbId');
  if (scheme === 'BGNR' || clearing === '9900') return dashed(number, 4);
  if (clearing === '9500' || clearing === '9960') return dashed(number, 1);
  return clearing && !number.startsWith(clearing) ? `${clearing}-${number}` : number;
}

const dashed = (number: string, last: number): string =>
  /^\d+$/.test(number) && number.length > last ? `${number.slice(0, -last)}-${number.slice(-last)}` : number;

function referenceOf(transfer: Element): string {
  const ways = ['RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/RfrdDocInf/Nb', 'RmtInf/Ustrd', 'PmtId/EndToEndId'];
  for (const way of ways) {
    const text = textAt(transfer, way);
    if (text && text !== 'NOTPROVIDED') return text;
  }
  return fail('reference', transfer);
}

function fail(fault: PaymentFileFault, { line }: Element): never {
  throw new PaymentFileError(fault, line);
}

const all = (element: Element, name: string): Element[] => element.children.filter((each) => each.name === name);
const child = (element: Element, name: string): Element | undefined =>
  element.children.find((each) => each.name === name);

function at(element: Element, path: string): Element | undefined {
  let found: Element | undefined = element;
  for (const name of path.split('/')) found = found && child(found, name);
  return found;
}

const textAt = (element: Element, path: string): string | undefined => at(element, path)?.text || undefined;

/** Elements without their prefixes: banks write the same file with and without. No document type, so no entities. */
function parse(xml: string): Element {
  const parser = new SaxesParser({ xmlns: false });
  const stack: Element[] = [];
  let root: Element | undefined;
  const broken = (): never => {
    throw new PaymentFileError('not_xml', parser.line);
  };
  parser.on('error', broken);
  parser.on('doctype', broken);
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const [prefix, local] = name.includes(':') ? (name.split(':') as [string, string]) : ['', name];
    const xmlns = attributes[prefix ? `xmlns:${prefix}` : 'xmlns'];
    const element: Element = {
      name: local,
      attributes: { ...attributes, ...(xmlns !== undefined && { xmlns }) },
      children: [],
      text: '',
      line: parser.line,
    };
    if (stack.length >= deepest) broken();
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  parser.on('text', (text) => {
    const element = stack.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => {
    const element = stack.pop()!;
    element.text = element.text.trim().replace(/\s+/g, ' ');
  });
  parser.write(xml).close();
  return root ?? broken();
}
