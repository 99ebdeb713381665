// Prints what the tests of a room did not notice, and its score: node survivors.mjs REPORT
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);
let [killed, all] = [0, 0];
for (const [path, { source, mutants }] of Object.entries(JSON.parse(readFileSync(process.argv[2], 'utf8')).files)) {
    const lines = source.split(/\r?\n/);
    const textOf = ({ start, end }) => start.line === end.line
        ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
        : `${lines[start.line - 1].slice(start.column - 1)} … ${lines[end.line - 1].slice(0, end.column - 1).trim()}`;
    const counted = mutants.filter(({ status }) => noticed.has(status) || missed.has(status));
    const survivors = counted.filter(({ status }) => missed.has(status));
    killed += counted.length - survivors.length;
    all += counted.length;
    for (const { location, replacement, status } of survivors) {
        const change = replacement.replace(/\s+/g, ' ').slice(0, 120);
        console.log(`${relative('', path)}:${location.start.line}: ${textOf(location)}  ->  ${change}${status === 'NoCoverage' ? '  (no test comes here)' : ''}`);
    }
}

console.log(`${killed} of ${all} changes noticed: ${(100 * killed / all).toFixed(1)} %`);
