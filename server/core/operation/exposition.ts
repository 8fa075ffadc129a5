/** One figure of a family, under its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Figures of one name, as Prometheus and OpenMetrics readers group them. */
export interface Family {
  readonly name: string;
  readonly help: string;
  /** `counter`: only grows, except when the process restarts. */
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * The text exposition format of Prometheus, version 0.0.4. A family without samples says what it would count, so that a
 * rule about it can be told from a misspelt one.
 */
export function expose(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

function familyText({ name, help, type, samples }: Family): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of a metric`);
  const head = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n`;
  return (
    head + samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${number(value)}\n`).join('')
  );
}

function labelText(labels: NonNullable<Sample['labels']>): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    if (!NAME.test(name)) throw new Error(`"${name}" is no name of a label`);
    return `${name}="${escaped(String(value)).replaceAll('"', '\\"')}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Names are people's: what would end a line or a label is escaped. Half letters are none. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
