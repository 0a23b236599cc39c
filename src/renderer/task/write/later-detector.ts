// The smallest of its sets: larger ones are no better on short texts. 280 kB, fetched once somebody writes.
export { eld as detector } from 'eld/extrasmall'
