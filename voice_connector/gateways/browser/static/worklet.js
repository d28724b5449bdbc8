// Runs on the audio thread: collects the microphone into 320-sample frames and plays queued frames in order.
const FRAME = 320;

class Telephone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.collected = new Int16Array(FRAME);
    this.filled = 0;
    this.queue = [];
    this.at = 0;
    this.port.onmessage = (event) => {
      if (event.data.flush) { this.queue = []; this.at = 0; } else { this.queue.push(new Int16Array(event.data.play)); }
    };
  }

  process(inputs, outputs) {
    if (inputs[0].length) this.collect(inputs[0][0]);
    this.emit(outputs[0][0]);
    return true;
  }

  collect(samples) {
    for (const sample of samples) {
      this.collected[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32767)));
      if (this.filled === FRAME) {
        const frame = this.collected;
        this.port.postMessage(frame.buffer, [frame.buffer]);
        this.collected = new Int16Array(FRAME);
        this.filled = 0;
      }
    }
  }

  emit(out) {
    for (let i = 0; i < out.length; i++) {
      if (!this.queue.length) { out[i] = 0; continue; }
      out[i] = this.queue[0][this.at++] / 32768;
      if (this.at === this.queue[0].length) { this.queue.shift(); this.at = 0; }
    }
  }
}

registerProcessor("telephone", Telephone);
