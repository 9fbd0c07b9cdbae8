import { LongText } from '../shared/long-text';
import { valueText } from '../shared/value';

interface Props {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What is said where there are none. */
  readonly none: string;
}

/** By name, so that those of one family stand together. */
export function AttributeTable({ attributes, none }: Props) {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return <p class="none">{none}</p>;
  return (
    <table class="attributes">
      <thead class="unseen">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name.slice(0, 500)}</th>
            <td>
              <LongText text={valueText(attributes[name])} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
