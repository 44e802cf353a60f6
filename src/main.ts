import './styles/page.css'
import './features/frame/app.ts'
