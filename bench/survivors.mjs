// Prints what the tests of a room did not notice, and its score: node survivors.mjs REPORT
// Ends with 1 if that is below 85 %. Values that are set once in a process are listed, but do not count: Stryker.NET keeps its process
// from one change to the next, so the tests see only the first value.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);
const enough = 85;
let [killed, all, fixed] = [0, 0, 0];
for (const [path, { source, mutants }] of Object.entries(JSON.parse(readFileSync(process.argv[2], 'utf8')).files)) {
    const lines = source.split(/\r?\n/);
    const textOf = ({ start, end }) => start.line === end.line
        ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
        : `${lines[start.line - 1].slice(start.column - 1)} … ${lines[end.line - 1].slice(0, end.column - 1).trim()}`;
    const tried = mutants.filter(({ status }) => noticed.has(status) || missed.has(status));
    const counted = tried.filter((mutant) => !mutant.static);
    killed += counted.filter(({ status }) => noticed.has(status)).length;
    all += counted.length;
    fixed += tried.length - counted.length;
    for (const { location, replacement, status, static: once } of tried.filter(({ status }) => missed.has(status))) {
        const change = replacement.replace(/\s+/g, ' ').slice(0, 120);
        console.log(`${relative('', path)}:${location.start.line}: ${textOf(location)}  ->  ${change}${once ? '  (set once)' : status === 'NoCoverage' ? '  (no test comes here)' : ''}`);
    }
}

const score = 100 * killed / all;
console.log(`${killed} of ${all} changes noticed: ${score.toFixed(1)} %; ${fixed} more of values that are set once`);
process.exitCode = score < enough ? 1 : 0;
