"""Fits the sentence encoder to needs and emergencies. Slow (about 20 minutes on two cores) and rarely needed:

    .envs/bot/bin/python -m retraining.encoder

writes `nlu_components/encoder/adapter.npz`, a few MB of low-rank changes that `nlu_components.encoder.build` adds to the
public weights at set-up. New examples alone need only `make train`: the models on top of the encoder learn in a minute.
"""
