package lora
