<!-- a list -->
<chapters version="1.1">
  <chapter start="90.25" title="Seconds"/>
  <chapter start="0:10" title="Earlier" image="https://x.example/a.jpg"/>
  <chapter start="later" title="Some day"/>
  <chapter start="0:20"/>
  <chapter start="0:30" href="https://x.example/b"/>
  <chapter title="No time" href="javascript:x"/>
</chapters>
