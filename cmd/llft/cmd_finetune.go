package main

import (
	"errors"

	"github.com/alecthomas/kong"
)

type finetuneCmd struct{}

func (finetuneCmd) Run(io stdio) error { return errors.New("not built yet") }

func finetuneVars() kong.Option { return kong.Vars{} }
