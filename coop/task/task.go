// Package task is how goods are made (S18, S20, S25): tasks given out, material
// handed out against them and brought back, and goods taken in by grade.
//
// A task says what is to be made, how much of it, by when, and by whom: by one
// member at home or at their bench, or by several in the workshop, who divide
// the operations of the recipe among them. Material that is issued lies with
// the member, or at the batch, until it comes back as goods, comes back unused,
// or is found lost; what lies with whom is known at any time, and the home
// worker is served as the workshop is.
//
// Taking goods in is one act ([Accept]): so many of the first grade, so many of
// the second, so many rejects and why. It takes the material by the recipe's
// norm from where it lies, brings the goods into store at what they cost,
// divided over the grades by what each is worth, and writes the makers' work
// records, from which their pay follows. So the grade decides stock, price and
// pay at once (S25).
//
// A customer's material, sent to be worked on (S22), goes the same way; it has
// no value in these books, and serves no task but that customer's.
//
// Read next: accept.go (the one act), issue.go, lose.go (what is owed for
// material lost above the norm), list.go.
package task

import (
	"slices"

	"artel/base/act"
)

// Acts are what a person may do to have goods made.
var Acts = []act.Act{
	act.Do("task give", "Give out a task: what is to be made, how much, by when and by whom", act.Labour, GiveTask),
	act.Do("task assign", "Say who does which operation of a task from now on", act.Labour, Assign).Over("task"),
	act.Do("task issue", "Hand material out for a task", storeAndLabour, Issue),
	act.Do("task return", "Take unused material of a task back into store", storeAndLabour, Return),
	act.Do("task accept", "Take goods of a task in by grade: sets stock, value and the makers' pay", storeAndLabour, Accept),
	act.Do("task lose", "Book material of a task that is lost above the norm, and what the member owes for it", act.Goods, Lose),
	act.Do("task end", "End a task, or open an ended one again", act.Labour, End).Over("task"),
	act.Do("task correct", "Take back an issue, a return, an acceptance or a loss that was recorded wrongly", act.Books, Correct),
	act.Ask("task list", "The task board: tasks with what was accepted, what is late, what material is out", act.SeeOwn, Board),
	act.Ask("task show", "One task: material by the norm and in fact, goods by grade, makers", act.SeeOwn, Show),
	act.Ask("task accepted", "Acceptances of a stretch of days, by grade, with reasons", act.SeeOwn, ListAccepted),
	act.Ask("task quality", "Shares of the grades by product and maker, and why goods were not of the first grade", act.See, Quality),
	act.Ask("task losses", "Material lost above the norm, and what was owed for it", act.SeeOwn, Losses),
	act.Ask("task explain", "How what a member owes for lost material was worked out", act.SeeOwn, ExplainLoss),
}

var storeAndLabour = slices.Concat(act.Goods, []act.Role{act.Foreman})
