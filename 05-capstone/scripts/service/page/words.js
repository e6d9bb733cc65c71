// How numbers, times and customers are said.

export const FIELDS = {
  given_name: "Given name",
  surname: "Surname",
  street_number: "Street number",
  address_1: "Address",
  address_2: "Address, second line",
  suburb: "Suburb",
  postcode: "Postcode",
  state: "State",
  date_of_birth: "Born (YYYYMMDD)",
};

export const NAMES = { python: "Python", rust: "Rust" };

const whole = new Intl.NumberFormat("en");

export const count = (number) => whole.format(number);
export const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
export const score = (number) => number.toFixed(3);

export function milliseconds(value) {
  if (value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** What people call a customer: the name, or the id where none is known. */
export const nameOf = (customer) => [customer.given_name, customer.surname].filter(Boolean).join(" ") || customer.id;

export function placeOf(customer) {
  const street = [customer.street_number, customer.address_1, customer.address_2].filter(Boolean).join(" ");
  const town = [customer.suburb, customer.postcode, customer.state].filter(Boolean).join(" ");
  return [street, town, customer.date_of_birth && `born ${customer.date_of_birth}`].filter(Boolean).join(", ");
}
