// Package credit keeps loans: those that a bank or a federation gives the unit,
// and those that the unit gives its members and others who work by hand (S35,
// S7). A loan is applied for, decided on, paid out, and paid back by a schedule
// that is worked out to the coin (schedule.go); interest runs by the days on what
// is truly owed, so that who pays early pays less and who pays late pays more,
// and every coin of it is explained (loan.go).
//
// All of it posts itself: the accounts of loans and of unpaid interest are what
// the loans come to, which [Verify] holds. A lender's quota and what of it is
// taken stand beside the loans, and so does what others would ask.
package credit

import "artel/base/act"

// Acts are what a person may do with loans.
var Acts = []act.Act{
	act.Ask("credit loans", "Loans as of a day, ours and given, with what is due", act.SeeOwn, Loans),
	act.Ask("credit loan", "A loan: its contract, its schedule, what was paid and is owed", act.SeeOwn, Show),
	act.Do("credit apply", "Apply for a loan", append([]act.Role{act.Member}, act.Books...), Apply),
	act.Do("credit decide", "Agree to a loan, or refuse it", act.Lead, Decide),
	act.Do("credit payout", "Book that a loan was paid out", act.Books, PayOut),
	act.Do("credit pay", "Book a payment on a loan", act.Books, Pay),
	act.Do("credit accrue", "Charge the interest of all loans up to a day", act.Books, Accrue),
	act.Do("credit writeoff", "Give up what somebody owes, by a resolution", act.Lead, WriteOff),
	act.Do("credit correct", "Take the last movement on a loan back", act.Books, TakeBack),
	act.Do("credit quota", "Set what a lender lends in a year, or a member unit's part of it", act.Lead, Grant),
	act.Do("credit rate", "Record what others ask for a loan", act.Books, SetRate),
	act.Ask("credit explain", "How the interest of a loan was worked out", act.SeeOwn, Explain),
	act.Ask("credit preview", "Work a schedule out without recording it", act.SeeOwn, Preview),
	act.Ask("credit quotas", "Lenders' quotas of a year, and what of them is taken", act.See, Quotas),
	act.Ask("credit rates", "What others ask for loans", act.SeeOwn, Rates),
}
