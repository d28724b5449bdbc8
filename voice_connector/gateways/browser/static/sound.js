// Microphone in, voice out: 20 ms frames of int16 at 16 kHz, in an AudioWorklet, so that a busy page does not stutter.
export class Sound {
  constructor(send) { this.send = send; this.sending = false; }

  async open() {
    this.microphone = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    this.context = new AudioContext({ sampleRate: 16000, latencyHint: "interactive" });
    await this.context.audioWorklet.addModule("/static/worklet.js");
    this.node = new AudioWorkletNode(this.context, "telephone", { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] });
    this.node.port.onmessage = (event) => { if (this.sending) this.send(event.data); };
    this.context.createMediaStreamSource(this.microphone).connect(this.node);
    this.node.connect(this.context.destination);
    await this.context.resume();
  }

  begin() { this.sending = true; }
  play(buffer) { this.node?.port.postMessage({ play: buffer }, [buffer]); }
  flush() { this.node?.port.postMessage({ flush: true }); }

  close() {
    this.sending = false;
    this.microphone?.getTracks().forEach((track) => track.stop());
    this.context?.close();
  }
}
