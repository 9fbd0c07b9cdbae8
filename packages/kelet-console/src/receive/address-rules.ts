import { isInteger, type OptionRules, show } from 'kelet-core/internal';

/** Where a receiver or a console listens. */
export const ADDRESS_RULES: OptionRules<{ readonly port?: number; readonly host?: string }> = {
  port: {
    fits: (value) => isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
    wanted: 'a whole number from 0 to 65535',
  },
  host: {
    fits: (value) => typeof value === 'string' && value !== '',
    wanted: 'a host name or an address',
    shown: show,
  },
};
