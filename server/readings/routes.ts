import type { Text } from '../../definitions/language/types.ts';
import { readAll } from '../http/body.ts';
import { Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { maxPayments, type PaymentFileFault, PaymentFileError, readPain001 } from './pain001.ts';
import { Reading, type ReadingView } from './schema.ts';

const largestBytes = 2_000_000;

/** What forms read from files (`readFrom` in a definition). Nothing is kept: the rows come back with the form. */
export const readingRoutes = [
  bearerRoute({
    method: 'POST',
    path: '/v1/readings/pain.001',
    summary: 'The payments in a payment file, ISO 20022 pain.001.001.03 or .09; nothing is kept',
    grant: { any: ['inbox', 'status-board', 'case'], right: 'act' },
    bodyType: 'application/xml',
    answer: Reading,
    async handler({ http }: BearerCall): Promise<ReadingView> {
      try {
        return { rows: readPain001(decoded(await readAll(http.req, largestBytes))) };
      } catch (error) {
        if (!(error instanceof PaymentFileError)) throw error;
        const sentence = sentences[error.fault];
        const text = { sv: `Rad ${error.line}: ${sentence.sv}`, en: `Line ${error.line}: ${sentence.en}` };
        throw new Problem(422, `payment_file_${error.fault}`, text.en, { text });
      }
    },
  }),
];

/** As the first line says; banks' systems still write some files in Latin 1. */
function decoded(bytes: Buffer): string {
  const declared = /^[^>]{0,100}encoding=["']([\w.-]+)["']/i.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  const encoding = /^(iso-8859-1|latin1|windows-1252)$/i.test(declared ?? '') ? 'windows-1252' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new PaymentFileError('not_xml', 1);
  }
}

const sentences: Record<PaymentFileFault, Text> = {
  not_xml: {
    sv: 'filen är inte XML, eller så är den avbruten. Exportera betalfilen igen.',
    en: 'the file is not XML, or it was cut off. Export the payment file again.',
  },
  not_pain001: {
    sv: 'det här är inte en betalfil i formatet pain.001. Välj ISO 20022 i bokföringsprogrammet.',
    en: 'this is not a payment file in the format pain.001. Choose ISO 20022 in the bookkeeping program.',
  },
  no_payments: { sv: 'filen innehåller inga betalningar.', en: 'the file holds no payments.' },
  too_many: {
    sv: `filen innehåller fler än ${maxPayments} betalningar. Dela upp den.`,
    en: `the file holds more than ${maxPayments} payments. Split it.`,
  },
  currency: {
    sv: 'beloppet är inte i svenska kronor. Utlandsbetalningar godkänns för sig.',
    en: 'the amount is not in Swedish kronor. Payments abroad are approved apart.',
  },
  amount: { sv: 'beloppet saknas eller är fel skrivet.', en: 'the amount is missing or written wrongly.' },
  date: { sv: 'betaldatumet saknas eller är fel skrivet.', en: 'the payment date is missing or written wrongly.' },
  supplier: { sv: 'leverantörens namn saknas.', en: 'the supplier’s name is missing.' },
  account: { sv: 'kontonumret saknas.', en: 'the account number is missing.' },
  reference: { sv: 'OCR eller fakturanummer saknas.', en: 'the OCR or invoice number is missing.' },
  sum: {
    sv: 'antalet eller summan stämmer inte med raderna. Filen kan vara ändrad; exportera den igen.',
    en: 'the count or the sum does not agree with the rows. The file may have been changed; export it again.',
  },
};
