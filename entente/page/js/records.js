/** Arrays and records as bytes, in C order and little-endian, as `array.tobytes()` gives them in Python. */

const NOT_A_NUMBER = 0x7ff8000000000000n; // the bits that Python and NumPy write; those of JavaScript may be others

/** @type {Object<string, {size: number, write: (view: DataView, place: number, value: any) => void}>} */
const KINDS = {
  f8: { size: 8, write: (view, place, value) => (Number.isNaN(value)
    ? view.setBigUint64(place, NOT_A_NUMBER, true) : view.setFloat64(place, Number(value), true)) },
  i8: { size: 8, write: (view, place, value) => view.setBigInt64(place, BigInt(value), true) },
  u8: { size: 8, write: (view, place, value) => view.setBigUint64(place, BigInt(value), true) },
  b1: { size: 1, write: (view, place, value) => view.setUint8(place, Number(value)) },
};

/**
 * @typedef {{shape: number[], bytes: Uint8Array}} Values
 * @typedef {{size: number, fields: Object<string, [string, number]>}} RecordTable kind and offset of each field
 */

/**
 * Write numbers one after the other.
 *
 * @param {string} kind
 * @param {any[]} numbers
 * @param {number[]} shape
 * @returns {Values}
 */
export function makeArray(kind, numbers, shape = [numbers.length]) {
  const { size, write } = KINDS[kind];
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, k) => write(view, size * k, number));
  return { shape, bytes };
}

/**
 * Write one record per entry; fields that an entry lacks are 0.
 *
 * @param {RecordTable} record
 * @param {Object<string, any>[]} rows
 * @returns {Values}
 */
export function makeRecords(record, rows) {
  const bytes = new Uint8Array(record.size * rows.length);
  const view = new DataView(bytes.buffer);
  rows.forEach((row, k) => {
    for (const [name, [kind, offset]] of Object.entries(record.fields)) {
      if (row[name] !== undefined) KINDS[kind].write(view, record.size * k + offset, row[name]);
    }
  });
  return { shape: [rows.length], bytes };
}
