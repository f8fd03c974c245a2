//! How long a picture takes: `cargo bench -p concord-timeline`.
#![allow(missing_docs)]

#[path = "../tests/people/mod.rs"]
mod people;

use concord_timeline::{Form, render, table};

fn main() {
    divan::main();
}

#[divan::bench(args = [Form::Wide, Form::Phone])]
fn twenty_four_weeks(bencher: divan::Bencher<'_, '_>, form: Form) {
    let t = people::maria();
    bencher.bench(|| render(&t, form).into_string().len());
}

#[divan::bench]
fn ten_years_of_daily_answers(bencher: divan::Bencher<'_, '_>) {
    let t = people::within(people::hanna(), jiff::civil::date(2016, 9, 1), jiff::civil::date(2026, 11, 12));
    bencher.bench(|| render(&t, Form::Wide).into_string().len());
}

#[divan::bench]
fn five_years_of_daily_answers(bencher: divan::Bencher<'_, '_>) {
    let t = people::within(people::hanna(), jiff::civil::date(2021, 9, 1), jiff::civil::date(2026, 10, 20));
    bencher.bench(|| render(&t, Form::Wide).into_string().len());
}

#[divan::bench]
fn table_of_five_years(bencher: divan::Bencher<'_, '_>) {
    let t = people::within(people::hanna(), jiff::civil::date(2021, 9, 1), jiff::civil::date(2026, 10, 20));
    bencher.bench(|| table(&t).into_string().len());
}
