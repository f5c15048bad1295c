// Package train finetunes a low-rank adapter on a frozen model, or every weight of a model: it reads examples, cuts them into sequences, marks the tokens that are
// learnt, and runs the loop of batches, held-out measurements and checkpoints.
//
// The way of a run:
//
//	cfg, err := cfg.Resolve(model)                  // defaults that follow from the model
//	data, err := train.LoadData(cfg, format, tok)   // file -> sequences, the last part held out
//	result, err := train.Run(ctx, model, data, cfg, reporter)
//
// The bytes of the adapter (or model) follow from the model, the data, the configuration, the ISA tier and the compute type (and the day, where a
// chat template tells it). The number of threads, and how often a run was stopped and resumed, do not enter.
package train
